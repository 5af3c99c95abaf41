var M,lr,yt,J,Le,Ae,fr,Ee,mr,$e,De,hr,he=Symbol.for("pv"),Te={},je=[],wt=/^m(i|n|o|s|text|space)$/,Ve=Array.isArray,br=je.slice,oe=Object.assign;function ne(t){
t&&t.parentNode&&t.remove()}function Pe(t,e,r,n,o){var s={type:t,props:e,key:r,ref:n,__k:null,__:null,__b:0,__e:null,__c:null,constructor:he,__v:o||++lr,__i:-1,__u:0};return!o&&M.vnode&&M.
vnode(s),s}function A(t){return t.children}function Re(t,e){this.props=t,this.context=e,this.__g=0}function X(t,e){if(e==null)return t.__&&X(t.__,t.__i+1);for(var r;e<t.__k.
length;e++)if((r=t.__k[e])&&r.__e)return r.__e;return typeof t.type!="function"||t.props.__P?null:X(t)}function kt(t){var e,r=t.__v,n=r.__e,o=[],s=[],i=t.__P;i&&
((e=oe({constructor:he},r)).__v=r.__v+1,M.vnode&&M.vnode(e),Ke(i,e,r,t.__n,i.namespaceURI,32&r.__u?[n]:null,o,n||X(r),32&r.__u,s),e.__v=r.__v,e.__.__k[e.__i]=e,
kr(o,e,s),r.__=r.__e=null,e.__e!=n&&vr(e))}function vr(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(e){return e&&(t.__e=e.__e)}),vr(
t)}function ze(t){(8&t.__g||(t.__g|=8,J.push(t),Ae++))&&Le==M.debounceRendering||((Le=M.debounceRendering)||queueMicrotask)(gr)}function gr(){try{for(var t,e=1;J.
length;)J.length>e&&J.sort(fr),t=J.shift(),e=J.length,8&t.__g&&kt(t)}finally{(Ae=J.length)&&(Le||queueMicrotask)(gr)}}function _r(t,e,r,n,o,s,i,c,l,f,p){var h,m,
u,b,x,v,w=n.__k||je,y=e.length;for(l=xt(r,e,w,l,y),h=0;h<y;h++)(u=r.__k[h])!=null&&(m=~u.__i&&w[u.__i]||Te,u.__i=h,v=Ke(t,u,m,o,s,i,c,l,f,p),b=u.__e,(m.ref!=u.ref||
8&m.__u)&&(m.ref&&We(m.ref,null,u,m),u.ref&&p.push(u.ref,u.__c||b,u)),x=x||b,4&u.__u?(l=yr(u,l,t,!m.__v),m.__e&&(m.__e=null)):typeof u.type=="function"&&v!==void 0?
l=v:b&&(l=b.nextSibling),u.__u&=-21);return r.__e=x,l}function xt(t,e,r,n,o){var s,i,c,l,f,p,h,m,u,b=r.length,x=b,v=0,w=0,y=t.__k=Array(o);for(s=0;s<o;s++)(i=e[s])!=
null&&typeof i!="boolean"&&typeof i!="function"?(typeof i!="object"||i.constructor===String?i=y[s]=Pe(null,i):Ve(i)?i=y[s]=Pe(A,{children:i}):i.constructor===he&&
i.__b?i=y[s]=Pe(i.type,i.props,i.key,i.ref,i.__v):y[s]=i,l=s+v,i.__=t,i.__b=t.__b+1,c=null,~(f=i.__i=Mt(i,r,l,x))&&(x--,(c=r[f])&&(c.__u|=2)),c&&c.__v?(i.__u|=16,
f==l-1?v--:f==l+1?v++:f!=l&&(f>l?v--:v++,w=1)):(~f||(o>b?v--:o<b&&v++),typeof i.type!="function"&&(i.__u|=4))):y[s]=null;if(w){for(p=[],h=[],s=0;s<o;s++)if((i=y[s])&&
16&i.__u){for(v=0,m=p.length;v<m;)p[u=v+m>>1]<i.__i?v=u+1:m=u;p[v]=i.__i,h[s]=v+1}for(v=p.length;s--;)h[s]&&(h[s]==v?v--:y[s].__u|=4)}if(x)for(s=0;s<b;s++)!(c=r[s])||
2&c.__u||(c.__e==n&&(n=X(c)),He(c,c));return n}function yr(t,e,r,n){var o,s,i,c;if(typeof t.type=="function"){if(t.props.__P)return e;if(o=t.__k)for(s=0;s<o.length;s++)
o[s]&&(o[s].__=t,e=yr(o[s],e,r,!1));return e}for(e&&!e.parentNode&&(e=X(t))&&!e.parentNode&&(e=null),i=t.__e,c=e;c&&c.nodeType==8;)c=c.nextSibling;for(i!=c&&(!n&&
r.moveBefore&&i.parentNode?r.moveBefore(i,e):r.insertBefore(i,e||null)),e=i;(e=e&&e.nextSibling)&&e.nodeType==8&&!e.data.startsWith("$s"););return e}function Mt(t,e,r,n){var o,s=t.key,i=t.type,c=e[r],l=c&&!(2&c.__u);if(c===null&&s==null||l&&s==c.key&&i==c.type)return r;if(n>(l?1:0)){for(o=r-1;o>=0;o--)if((c=
e[o])&&!(2&c.__u)&&s==c.key&&i==c.type)return o;for(o=r+1;o<e.length;o++)if((c=e[o])&&!(2&c.__u)&&s==c.key&&i==c.type)return o}return-1}function pr(t,e,r){r==null&&
(r=""),e[0]=="-"?t.setProperty(e,r):t[e]=r}function Se(t,e,r,n,o){var s,i;if(e=="style")if(typeof r=="string")t.style.cssText=r;else{if(typeof n=="string"&&(t.style.
cssText=n=""),n)for(e in n)r&&e in r||pr(t.style,e);if(r)for(e in r)n&&r[e]==n[e]||pr(t.style,e,r[e])}else if(e[0]=="o"&&e[1]=="n")typeof r!="function"&&(r=null),
typeof n!="function"&&(n=null),(t.__e||(t.__e={}))[e]=r,r&&n||(i=De[e]||(De[e]=St(e)),(t.__a||(t.__a={}))[e]=$e,s=e!=(e=e.replace(mr,"$1")),(e=e.slice(2))[0]<"a"&&
(e=e.toLowerCase()),r?t.addEventListener(e,i,s):t.removeEventListener(e,i,s));else{if(o=="http://www.w3.org/2000/svg")e=e.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(e!="width"&&e!="height"&&e!="href"&&e!="list"&&e!="form"&&e!="tabIndex"&&e!="download"&&e!="rowSpan"&&e!="colSpan"&&e!="role"&&e!="popover"&&e in t)
try{return void(t[e]=r??"")}catch{}if(typeof r=="function")return;r==null||r===!1&&e[4]!="-"?t.removeAttribute(e):t.setAttribute(e,e=="popover"&&r==1?"":r)}}function St(t){
return function(e){var r=this.__e;if(r){if(r=r[t],e[Ee]==null)e[Ee]=$e++;else if(e[Ee]<this.__a[t])return;return r(M.event?M.event(e):e)}}}function Ke(t,e,r,n,o,s,i,c,l,f){
var p,h,m,u,b,x,v,w,y,E,S,ie,we,re,G,ae,z,V,$=e.type;if(e.constructor!==he)return null;128&r.__u&&(l=32&r.__u,p=r.__c.__z)&&(e.__u|=l,h=s=[],p.nodeType==8?c=Fe(
p,s):s.push(p),c=s[0]||c),(p=M.__b)&&p(e);e:if(typeof $=="function"){m=i.length;try{if(w=e.props,y=(p=$.prototype)&&p.render,E=(p=$.contextType)&&n[p.__c],S=p?E?
E.props.value:p.__:n,(u=r.__c)?(e.__c=u,2&u.__g&&(u.__g|=1)):(y?e.__c=u=new $(w,S):(e.__c=u=new Re(w,S),u.constructor=$,u.render=Pt),E&&E.sub(u),u.state||(u.state=
{}),u.__n=n,u.__g|=8,u.__h=[],u.__k=[]),y&&(u.__s||(u.__s=u.state),$.getDerivedStateFromProps&&(u.__s==u.state&&(u.__s=oe({},u.__s)),oe(u.__s,$.getDerivedStateFromProps(
w,u.__s)))),b=u.props,x=u.state,u.__v=e,r.__c){if(w!==b&&y&&!$.getDerivedStateFromProps&&u.componentWillReceiveProps&&u.componentWillReceiveProps(w,S),e.__v==r.
__v&&!(8&u.__g)||!(4&u.__g)&&u.shouldComponentUpdate&&u.shouldComponentUpdate(w,u.__s,S)===!1){e.__v!=r.__v&&(u.props=w,u.state=u.__s,u.__g&=-9),e.__e=r.__e,e.__k=
r.__k,e.__k.some(function(C){C&&(C.__=e)}),je.push.apply(u.__h,u.__k),u.__k=[],u.__h.length&&i.push(u),c=X(r);break e}u.componentWillUpdate&&u.componentWillUpdate(
w,u.__s,S),y&&u.componentDidUpdate&&u.__h.push(function(){u.componentDidUpdate(b,x,v)})}else y&&!$.getDerivedStateFromProps&&u.componentWillMount&&u.componentWillMount(),
y&&u.componentDidMount&&u.__h.push(u.componentDidMount);u.context=S,u.props=w,u.__P=t,u.__g&=-5,ie=M.__r,we=y?25:0;do u.__g&=-9,ie&&ie(e),p=u.render(u.props,u.state=
u.__s,u.context);while(8&u.__g&&++we<25);y&&(je.push.apply(u.__h,u.__k),u.__k=[]),u.state=u.__s,u.getChildContext&&(n=oe({},n,u.getChildContext())),y&&r.__c&&u.
getSnapshotBeforeUpdate&&(v=u.getSnapshotBeforeUpdate(b,x)),re=p&&p.type===A&&p.key==null?p.props.children:p,w.__P&&(p=c,o=(t=w.__P).namespaceURI,l=s=null,r.props&&
r.props.__P!=t&&(r.__k.some(function(C){C&&He(C,C)}),r.__k=null),c=r.__k?X(r,0):null),c=_r(t,Ve(re)?re:[re],e,r,n,o,s,i,c,l,f),w.__P&&(e.__e=null,c=p),e.__u&=-161,
h&&h.some(ne),u.__h.length&&i.push(u),1&u.__g&&(u.__g&=-4)}catch(C){if(i.length=m,e.__v=null,l||s)if(C&&C.then){if(e.__u|=128|l,s){for(~(z=s.indexOf(c||void 0))||
(z=s.length);(V=s[z-1])&&V.nodeType==8;)z--;for(;z<s.length;z++)if(V=s[z])if(s[z]=null,G){if(V==ae)break}else{if(V.nodeType!=8)break;V.data.startsWith("$s")&&(ae=
Fe(G=V))}}if(!G){for(;c&&c.nodeType==8&&c.nextSibling;)c=c.nextSibling;G=c}(p=Fe(G=e.__c.__z||(e.__c.__z=G)))?(e.__e=G,c=p):e.__e=c,c=c&&c.nextSibling}else s&&s.
some(ne);else e.__e=r.__e;e.__k||(e.__k=r.__k||[]),C&&C.then||wr(e),M.__e(C,e,r)}}else c=e.__e=Et(r.__e,e,r,n,o,s,i,l,f,t);return(p=M.diffed)&&p(e),c}function Fe(t,e){
if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var r=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))r++;else if(t.data.startsWith("/$s")&&!--r)
return t}e&&e.push(t)}}function wr(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.some(wr))}function kr(t,e,r){for(var n=0;n<r.length;)We(r[n++],r[n++],r[n++]);M.__c&&
M.__c(e,t),t.some(function(o){try{t=o.__h,o.__h=[],t.some(function(s){s.call(o)})}catch(s){M.__e(s,o.__v)}})}function Et(t,e,r,n,o,s,i,c,l,f){var p,h,m,u,b,x,v,
w,y=r.props||Te,E=e.props,S=e.type;if(S=="svg"?o="http://www.w3.org/2000/svg":S=="math"?o="http://www.w3.org/1998/Math/MathML":o||(o="http://www.w3.org/1999/xht\
ml"),s){for(p=0;p<s.length;p++)if((b=s[p])&&(S?b.localName==S:b.nodeType==3)){t=b,s[p]=null;break}}if(!t){if(w=f.ownerDocument||document,!S)return w.createTextNode(
E);t=w.createElementNS(o,S,E.is?E:f),c&&(M.__m&&M.__m(e,s),c=!1),s=null}if(S){if(f=S=="template"&&t.content||t,s=S=="textarea"&&E.defaultValue!=null?null:s&&br.
call(f.childNodes),!c&&s)for(y={},p=0;p<t.attributes.length;p++)y[(b=t.attributes[p]).name]=b.value;for(p in y)b=y[p],p=="dangerouslySetInnerHTML"?m=b:p=="child\
ren"||p in E||p=="value"&&"defaultValue"in E||p=="checked"&&"defaultChecked"in E||Se(t,p,null,b,o);for(p in E)b=E[p],p=="children"?u=b:p=="dangerouslySetInnerHT\
ML"?h=b:p=="value"?x=b:p=="checked"?v=b:c&&typeof b!="function"||y[p]===b||Se(t,p,b,y[p],o);h?(c||m&&(h.__html==m.__html||h.__html==t.innerHTML)||(t.innerHTML=h.
__html),e.__k=[]):(m&&(t.textContent=""),(S=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&wt.test(S))&&(o="http://www.w3.org/1999/xhtml"),_r(f,Ve(u)?
u:[u],e,r,n,o,s,i,s?s[0]:r.__k&&X(r,0),c,l),s&&s.some(ne)),c&&S!="textarea"||(p="value",S=="progress"&&x==null?t.removeAttribute(p):x==null||x===t[p]&&(S!="prog\
ress"||x)||Se(t,p,x,y[p],o),p="checked",v!=null&&v!=t[p]&&Se(t,p,v,y[p],o))}else y===E||c&&t.data==E||(t.data=E);return t}function We(t,e,r,n){try{typeof t=="fu\
nction"?e?e.__x=t(e)||1:n&&(n=n.__c||n.__e)&&(e=n.__x)&&(n.__x=null,typeof e=="function"?e():t(null)):t.current=e}catch(o){M.__e(o,r)}}function He(t,e,r){var n,
o,s,i;if(M.unmount&&M.unmount(t),!(n=t.ref)||n.current&&n.current!=t.__e||We(n,null,e,t),n=t.__c){if(n.componentWillUnmount)try{n.componentWillUnmount()}catch(c){
M.__e(c,e)}n.__P=n.__n=null}if(n=t.__k)for(i=0;i<n.length;i++)n[i]&&He(n[i],e,typeof t.type!="function"||r&&!t.props.__P);!r&&(n=t.__c)&&(n=n.__z)&&(o=Fe(n,s=[]))&&
(n==t.__e&&s.some(ne),ne(o),ne(n)),r||ne(t.__e),t.__e=t.__c=t.__=null}function Pt(t,e,r){return this.constructor(t,r)}function xr(t,e){var r,n,o,s;M.__&&M.__(t,
e),e.nodeType==9&&(e=e.documentElement),n=(r=t&&32&t.__u)?null:e.__k,e.__k=Pe(A,{children:[t]}),o=[],s=[],Ke(e,e.__k,n||Te,Te,e.namespaceURI,n?null:e.firstChild?
br.call(e.childNodes):null,o,n?n.__e:e.firstChild,r,s),kr(o,e.__k,s),e.__k.props.children=null}function Mr(t){function e(r){var n,o;return this.getChildContext||(n=new Set,(o={})[e.__c]=this,this.getChildContext=function(){return o},this.shouldComponentUpdate=
function(s){this.props.value!=s.value&&n.forEach(function(i){i.__g|=4,ze(i)})},this.sub=function(s){n.add(s);var i=s.componentWillUnmount;s.componentWillUnmount=
function(){n.delete(s),i&&i.call(s)}}),r.children}return e.__c="__cC"+hr++,e.__=t,e.Provider=(e.Consumer=function(r,n){return r.children(n)}).contextType=e,e}M={__e:function(t,e,r,n){for(var o,s,i;e=e.__;)if((o=e.__c)&&!(1&o.__g)){o.__g|=4;try{if((i=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(
t)),o.componentDidCatch&&(o.componentDidCatch(t,n||{}),i=1),i&&8&o.__g)return void(o.__g|=2)}catch(c){t=c}}throw Ae=0,t}},lr=0,yt=function(t){return t!=null&&t.
constructor===he},Re.prototype.setState=function(t,e){var r=this.__s;r&&r!=this.state||(r=this.__s=oe({},this.state)),typeof t=="function"&&(t=t(oe({},r),this.props)),
t&&(oe(r,t),this.__v&&(e&&this.__k.push(e),ze(this)))},Re.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.push(t),ze(this))},Re.prototype.render=
A,J=[],Ae=0,fr=function(t,e){return t.__v.__b-e.__v.__b},Ee=Symbol(),mr=/(PointerCapture)$|Capture$/i,$e=0,De={},hr=0;var se,P,Ge,Sr,Qe=Object.is,ve=0,Cr=[],Ye=[],F=M,Er=F.__b,Pr=F.__r,Rr=F.diffed,Fr=F.__c,Ar=F.unmount,Tr=F.__;function ge(t,e){F.__h&&F.__h(P,t,ve||e),ve=0;var r=P.
__H||(P.__H={__:[],__h:[]});return t>=r.__.length&&r.__.push({}),r.__[t]}function k(t){return ve=1,Rt(Or,t)}function Rt(t,e,r){var n=ge(se++,2);if(n.t=t,!n.__c&&
(n.__=[r?r(e):Or(void 0,e),function(s){var i=(n.__N||n.__)[0],c=n.t(i,s);Qe(i,c)||(n.__N=[c,n.__[1]],n.__c.setState({}))}],n.__c=P,!P.__f)){P.__f=!0;var o=P.shouldComponentUpdate;
P.shouldComponentUpdate=function(s,i,c){var l=this.__H;if(!l)return!0;var f=!1,p=this.props!=s;if(l.__.some(function(m){m.__N&&(f=!0,Qe(m.__[0],m.__N[0])||(p=!0))}),
o){var h=o.call(this,s,i,c);return f?h||p:h}return!f||p}}return n.__}function B(t,e){var r=ge(se++,3);!F.__s&&Ze(r.__H,e)&&(r.__P=!0,r.__=t,r.u=e,P.__H.__h.push(
r))}function Xe(t,e){var r=ge(se++,4);!F.__s&&Ze(r.__H,e)&&(r.__P=!1,r.__=t,r.u=e,P.__h.push(r))}function K(t){return ve=5,ce(function(){return{current:t}},[])}function ce(t,e){var r=ge(se++,7);return Ze(r.__H,e)&&(r.__=t(),r.__H=e),r.__}function Be(t,e){return ve=8,ce(function(){return t},e)}function Ir(t){var e=P.context[t.
__c],r=ge(se++,9);return r.c=t,e?(r.__==null&&(r.__=!0,e.sub(P)),e.props.value):t.__}function Ft(){var t;do{for(;t=Ye.shift();)try{be(t)}catch(r){F.__e(r,{__:(t=t.__P)&&t.__v})}for(;t=Cr.shift();){var e=t.__H;if(t.__P&&e)try{e.__h.some(be),e.__h.
some(Je),e.__h=[]}catch(r){e.__h=[],F.__e(r,t.__v)}}}while(Ye.length)}F.__b=function(t){P=null,Er&&Er(t)},F.__=function(t,e){t&&e.__k&&e.__k.__m&&(t.__m=e.__k.__m),
Tr&&Tr(t,e)},F.__r=function(t){Pr&&Pr(t),se=0;var e=(P=t.__c).__H;e&&(Ge==P?P.__h=[]:(e.__h.some(be),e.__h.some(Je),se=0),e.__h=[],e.__.some(function(r){r.__N&&
(r.__=r.__N),r.u=r.__N=void 0})),Ge=P},F.diffed=function(t){Rr&&Rr(t);var e=t.__c;e&&e.__H&&(e.__H.__h.length&&Br(Cr.push(e)),e.__H.__.some(function(r){r.u&&(r.
__H=r.u)})),Ge=P=null},F.__c=function(t,e){e.some(function(r){try{r.__h.some(be),r.__h=r.__h.filter(function(n){return!n.__||Je(n)})}catch(n){r.__h=[function(){
throw n}]}}),Fr&&Fr(t,e)},F.unmount=function(t){Ar&&Ar(t);var e,r,n=t.__c;n&&n.__H&&(n.__H.__.some(function(o){try{if(o.__P&&o.__c){if(r===void 0){for(r=t.__;r&&
(!r.__c||!r.__c.__P);)r=r.__;r=r&&r.__c}o.__P=r,Br(Ye.push(o))}else be(o)}catch(s){e=s}}),n.__H=void 0,e&&F.__e(e,n.__v))};var jr=typeof requestAnimationFrame==
"function";function At(t){var e,r=function(){clearTimeout(n),jr&&cancelAnimationFrame(e),setTimeout(t)},n=setTimeout(r,35);jr&&(e=requestAnimationFrame(r))}function Br(t){
t!=1&&Sr==F.requestAnimationFrame||((Sr=F.requestAnimationFrame)||At)(Ft)}function be(t){var e=P,r=t.__c;typeof r=="function"&&(t.__c=void 0,r()),P=e}function Je(t){
var e=P;t.__c=t.__(),P=e}function Ze(t,e){return!t||t.length!=e.length||e.some(function(r,n){return!Qe(r,t[n])})}function Or(t,e){return typeof e=="function"?e(
t):e}var Tt=/\{[^{}]+\}/g,jt=()=>typeof process=="object"&&Number.parseInt(process?.versions?.node?.substring(0,2))>=18&&process.versions.undici;function Bt(){return Math.
random().toString(36).slice(2,11)}function Lr(t){let{baseUrl:e="",Request:r=globalThis.Request,fetch:n=globalThis.fetch,querySerializer:o,bodySerializer:s,pathSerializer:i,
headers:c,requestInitExt:l=void 0,...f}={...t};l=jt()?l:void 0,e=Nr(e);let p=[];async function h(m,u){let{baseUrl:b,fetch:x=n,Request:v=r,headers:w,params:y={},
parseAs:E="json",querySerializer:S,bodySerializer:ie=s??Ct,pathSerializer:we,body:re,middleware:G=[],...ae}=u||{},z=e;b&&(z=Nr(b)??e);let V=typeof o=="function"?
o:Ur(o);S&&(V=typeof S=="function"?S:Ur({...typeof o=="object"?o:{},...S}));let $=we||i||er,C=re===void 0?void 0:ie(re,qr(c,w,y.header)),gt=qr(C===void 0||C instanceof
FormData?{}:{"Content-Type":"application/json"},c,w,y.header),Q=[...p,...G],_t={redirect:"follow",...f,...ae,body:C,headers:gt},ke,xe,Y=new v(It(m,{baseUrl:z,params:y,
querySerializer:V,pathSerializer:$}),_t),T;for(let U in ae)U in Y||(Y[U]=ae[U]);if(Q.length){ke=Bt(),xe=Object.freeze({baseUrl:z,fetch:x,parseAs:E,querySerializer:V,
bodySerializer:ie,pathSerializer:$});for(let U of Q)if(U&&typeof U=="object"&&typeof U.onRequest=="function"){let j=await U.onRequest({request:Y,schemaPath:m,params:y,
options:xe,id:ke});if(j)if(j instanceof v)Y=j;else if(j instanceof Response){T=j;break}else throw new Error("onRequest: must return new Request() or Response() \
when modifying the request")}}if(!T){try{T=await x(Y,l)}catch(U){let j=U;if(Q.length)for(let te=Q.length-1;te>=0;te--){let Me=Q[te];if(Me&&typeof Me=="object"&&
typeof Me.onError=="function"){let me=await Me.onError({request:Y,error:j,schemaPath:m,params:y,options:xe,id:ke});if(me){if(me instanceof Response){j=void 0,T=
me;break}if(me instanceof Error){j=me;continue}throw new Error("onError: must return new Response() or instance of Error")}}}if(j)throw j}if(Q.length)for(let U=Q.
length-1;U>=0;U--){let j=Q[U];if(j&&typeof j=="object"&&typeof j.onResponse=="function"){let te=await j.onResponse({request:Y,response:T,schemaPath:m,params:y,options:xe,
id:ke});if(te){if(!(te instanceof Response))throw new Error("onResponse: must return new Response() when modifying the response");T=te}}}}let ur=T.headers.get("\
Content-Length");if(T.status===204||Y.method==="HEAD"||ur==="0"&&!T.headers.get("Transfer-Encoding")?.includes("chunked"))return T.ok?{data:void 0,response:T}:{
error:void 0,response:T};if(T.ok)return{data:await(async()=>{if(E==="stream")return T.body;if(E==="json"&&!ur){let j=await T.text();return j?JSON.parse(j):void 0}
return await T[E]()})(),response:T};let Ne=await T.text();try{Ne=JSON.parse(Ne)}catch{}return{error:Ne,response:T}}return{request(m,u,b){return h(u,{...b,method:m.
toUpperCase()})},GET(m,u){return h(m,{...u,method:"GET"})},PUT(m,u){return h(m,{...u,method:"PUT"})},POST(m,u){return h(m,{...u,method:"POST"})},DELETE(m,u){return h(
m,{...u,method:"DELETE"})},OPTIONS(m,u){return h(m,{...u,method:"OPTIONS"})},HEAD(m,u){return h(m,{...u,method:"HEAD"})},PATCH(m,u){return h(m,{...u,method:"PAT\
CH"})},TRACE(m,u){return h(m,{...u,method:"TRACE"})},use(...m){for(let u of m)if(u){if(typeof u!="object"||!("onRequest"in u||"onResponse"in u||"onError"in u))throw new Error(
"Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`");p.push(u)}},eject(...m){for(let u of m){let b=p.indexOf(u);b!==-1&&p.splice(
b,1)}}}}function Ce(t,e,r){if(e==null)return"";if(typeof e=="object")throw new Error("Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()\
` to handle these.");return`${t}=${r?.allowReserved===!0?e:encodeURIComponent(e)}`}function Dr(t,e,r){if(!e||typeof e!="object")return"";let n=[],o={simple:",",
label:".",matrix:";"}[r.style]||"&";if(r.style!=="deepObject"&&r.explode===!1){for(let c in e)n.push(c,r.allowReserved===!0?e[c]:encodeURIComponent(e[c]));let i=n.
join(",");switch(r.style){case"form":return`${t}=${i}`;case"label":return`.${i}`;case"matrix":return`;${t}=${i}`;default:return i}}for(let i in e){let c=r.style===
"deepObject"?`${t}[${i}]`:i;n.push(Ce(c,e[i],r))}let s=n.join(o);return r.style==="label"||r.style==="matrix"?`${o}${s}`:s}function zr(t,e,r){if(!Array.isArray(
e))return"";if(r.explode===!1){let s={form:",",spaceDelimited:"%20",pipeDelimited:"|"}[r.style]||",",i=(r.allowReserved===!0?e:e.map(c=>encodeURIComponent(c))).
join(s);switch(r.style){case"simple":return i;case"label":return`.${i}`;case"matrix":return`;${t}=${i}`;default:return`${t}=${i}`}}let n={simple:",",label:".",matrix:"\
;"}[r.style]||"&",o=[];for(let s of e)r.style==="simple"||r.style==="label"?o.push(r.allowReserved===!0?s:encodeURIComponent(s)):o.push(Ce(t,s,r));return r.style===
"label"||r.style==="matrix"?`${n}${o.join(n)}`:o.join(n)}function Ur(t){return function(r){let n=[];if(r&&typeof r=="object")for(let o in r){let s=r[o];if(s!=null){
if(Array.isArray(s)){if(s.length===0)continue;n.push(zr(o,s,{style:"form",explode:!0,...t?.array,allowReserved:t?.allowReserved||!1}));continue}if(typeof s=="ob\
ject"){n.push(Dr(o,s,{style:"deepObject",explode:!0,...t?.object,allowReserved:t?.allowReserved||!1}));continue}n.push(Ce(o,s,t))}}return n.join("&")}}function er(t,e){
let r=t;for(let n of t.match(Tt)??[]){let o=n.substring(1,n.length-1),s=!1,i="simple";if(o.endsWith("*")&&(s=!0,o=o.substring(0,o.length-1)),o.startsWith(".")?(i=
"label",o=o.substring(1)):o.startsWith(";")&&(i="matrix",o=o.substring(1)),!e||e[o]===void 0||e[o]===null)continue;let c=e[o];if(Array.isArray(c)){r=r.replace(n,
zr(o,c,{style:i,explode:s}));continue}if(typeof c=="object"){r=r.replace(n,Dr(o,c,{style:i,explode:s}));continue}if(i==="matrix"){r=r.replace(n,`;${Ce(o,c)}`);continue}
r=r.replace(n,i==="label"?`.${encodeURIComponent(c)}`:encodeURIComponent(c))}return r}function Ct(t,e){return t instanceof FormData?t:e&&(e.get instanceof Function?
e.get("Content-Type")??e.get("content-type"):e["Content-Type"]??e["content-type"])==="application/x-www-form-urlencoded"?new URLSearchParams(t).toString():JSON.
stringify(t)}function It(t,e){let r=`${e.baseUrl}${t}`;e.params?.path&&(r=e.pathSerializer(r,e.params.path));let n=e.querySerializer(e.params.query??{});return n.
startsWith("?")&&(n=n.substring(1)),n&&(r+=`?${n}`),r}function qr(...t){let e=new Headers;for(let r of t){if(!r||typeof r!="object")continue;let n=r instanceof Headers?
r.entries():Object.entries(r);for(let[o,s]of n)if(s===null)e.delete(o);else if(Array.isArray(s))for(let i of s)e.append(o,i);else s!==void 0&&e.set(o,s)}return e}
function Nr(t){return t.endsWith("/")?t.substring(0,t.length-1):t}async function $r(t,e,r){for(let n=0;;n++){let o=await r().catch(i=>{if(n<t&&i instanceof TypeError&&!e.aborted)return i;throw i}),s=n<t?Ot(n,o):void 0;if(!(s!==
void 0&&await qt(s,e))){if(o instanceof Response)return o;throw o}}}function Ot(t,e){let r=100*2**t*(.5+Math.random()/2);if(!(e instanceof Response))return r;if(e.
status!==503)return;let n=Ut(e.headers);return n===void 0?r:n<=3e3?n+r:void 0}function Ut(t){let e=t.get("Retry-After")??"";if(/^\d+$/.test(e))return Number(e)*
1e3;let r=Date.parse(e),n=Date.parse(t.get("Date")??"")||Date.now();return Number.isNaN(r)?void 0:Math.max(0,r-n)}function qt(t,e){return new Promise(r=>{let n=i=>{
clearTimeout(s),e.removeEventListener("abort",o),r(i)},o=()=>n(!1),s=setTimeout(n,t,!0);e.addEventListener("abort",o)})}var D=class extends Error{name="UnexpectedResponseError";status;response;error;constructor(e,r,n){super(`unexpected response with status ${r.status}: ${e}`),this.
status=r.status,this.response=r,this.error=n}};function Vr(t,e,r,n){return async o=>{o.signal.throwIfAborted();let s=new AbortController,i=()=>s.abort(o.signal.reason);o.signal.addEventListener("abort",i);let c=setTimeout(
()=>s.abort(new DOMException(`no whole answer within ${e} ms`,"TimeoutError")),e);try{let l=await $r(/^(GET|HEAD)$/.test(o.method)?n:0,s.signal,async()=>{let f=await t(
o,{signal:s.signal});return new Response(await Nt(f,r,s.signal),f)});return o.signal.throwIfAborted(),l}finally{clearTimeout(c),o.signal.removeEventListener("ab\
ort",i)}}}async function Nt(t,e,r){let n=t.body?.getReader();if(!n)return null;r.addEventListener("abort",()=>{n.cancel(r.reason).catch(()=>{})});let o=[],s=e;for(;;){
let{done:i,value:c}=await n.read();if(r.throwIfAborted(),i)return o.length?new Blob(o):null;if(s-=c.byteLength,s<0)throw await n.cancel(),new D(`the body is ove\
r ${e} bytes`,t);o.push(c)}}var Kr=t=>({async onResponse({request:e,response:r,schemaPath:n}){let o=t[n]?.[e.method.toLowerCase()]?.responses,s=o?.[r.status]??o?.[`${Math.floor(r.status/100)}\
XX`]??o?.default,i=await Lt(r.clone());if(!s)throw new D("the contract does not document this status",r,Dt(i));if(Object.keys(s).length===0)return;let[c=""]=(r.
headers.get("Content-Type")??"").split(";"),l=s[c.trim().toLowerCase()];if(!l)throw new D(`the contract does not document the media type ${JSON.stringify(c)}`,r);
if(i===void 0)throw new D("the body is not JSON",r);if(i===null)throw new D("the body is null",r);let f=l.find(p=>i[p]==null);if(f!==void 0)throw new D(`the bod\
y has no ${JSON.stringify(f)}`,r)}});async function Lt(t){try{return await t.json()}catch{return}}function Dt(t){let e=typeof t=="object"&&t!==null&&"error"in t?
t.error:void 0;return typeof e=="string"?{error:e}:void 0}function Wr(t,e,r,n){let{timeout:o,maxBytes:s=16*1024*1024,retries:i=2,fetch:c=globalThis.fetch}=n;$t(t),rr("timeout",o,2**31-1),rr("maxBytes",s,Number.MAX_SAFE_INTEGER),
rr("retries",i,10,0);let l=Lr({baseUrl:t,headers:e,redirect:"error",fetch:Vr(c,o,s,i),pathSerializer:zt});return l.use(Kr(r)),l}function zt(t,e){for(let[r,n]of Object.
entries(e))if(/^\.{0,2}$/.test(String(n)))throw new TypeError(`${r} makes another path: it is empty, "." or ".."`);return er(t,e)}function Hr(t,e){if(e==null||e===
"")throw new TypeError(`${t} is ${e===""?"empty":e}: is it set?`);if(t==="bearer"&&typeof e=="string"&&/^\s*bearer(\s|$)/i.test(e))throw new TypeError("give the\
 token without the word Bearer");if(typeof e=="string"&&/^[\x21-\x7e]+$/.test(e))return e;throw new TypeError(`${t} must be a text of visible ASCII characters w\
ithout spaces`)}function $t(t){if(!t)throw new TypeError("baseUrl is empty: is it set?");let e=URL.canParse(t)?new URL(t):void 0;if(!e||!/^https?:$/.test(e.protocol)||
e.username||e.password||e.search||e.hash)throw new TypeError("baseUrl must be an http or https URL without user, query and fragment")}function rr(t,e,r,n=1){if(!Number.
isSafeInteger(e)||e<n||e>r)throw new TypeError(`${t} must be a whole number from ${n} to ${r}`)}var tr={servers:["http://127.0.0.1:9091"],securitySchemes:{controlKey:{type:"apiKey",in:"header",name:"X-Control-Key",description:"A control key, as `session-to\
kens controlkey create` makes it."}},paths:{"/users/{user_id}/sessions":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{200:{"applicat\
ion/json":["fingerprints","evicted"]},201:{"application/json":["fingerprints","evicted"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/js\
on":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens":{get:{security:[{controlKey:[]}],responses:{200:{"applicati\
on/json":["records"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["ended","dry_ru\
n"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["err\
or","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/session-tokens/{fingerprint}":{delete:{security:[
{controlKey:[]}],responses:{200:{"application/json":["ended","dry_run"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{
"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},
"/users/{user_id}/sessions/{fingerprint}/suspension":{put:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},400:{"application/jso\
n":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","code"]},500:{"applica\
tion/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/json":["is_suspended"]},
400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},404:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/suspension":{put:{security:[{controlKey:[]}],responses:{
200:{"application/json":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","\
code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},delete:{security:[{controlKey:[]}],responses:{200:{"application/js\
on":["is_suspended"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},500:{"applic\
ation/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/refresh":{post:{security:[{controlKey:[]}],request:["application/json"],responses:{
200:{"application/json":["session","refresh"]},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["err\
or","code"]},404:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/jso\
n":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/introspect":{post:{security:[{controlKey:[]}],request:[
"application/x-www-form-urlencoded"],responses:{200:{"application/json":["active"]},400:{"application/json":["error","code"]},401:{"application/json":["error","\
code"]},403:{"application/json":["error","code"]},413:{"application/json":["error","code"]},415:{"application/json":["error","code"]},500:{"application/json":["\
error","code"]},503:{"application/json":["error","code"]}}}},"/revoke":{post:{security:[{controlKey:[]}],request:["application/x-www-form-urlencoded"],responses:{
200:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":["error","code"]},413:{"application/json":["e\
rror","code"]},415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id\
}/api-keys":{get:{security:[{controlKey:[]}],responses:{200:{"application/json":["keys"]},400:{"application/json":["error","code"]},401:{"application/json":["er\
ror","code"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}},post:{security:[{controlKey:[]}],
request:["application/json"],responses:{201:{"application/json":["key","id","last_four","created","expires"]},400:{"application/json":["error","code"]},401:{"ap\
plication/json":["error","code"]},403:{"application/json":["error","code"]},409:{"application/json":["error","code"]},413:{"application/json":["error","code"]},
415:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/users/{user_id}/api-keys/{id}":{
delete:{security:[{controlKey:[]}],responses:{204:{},400:{"application/json":["error","code"]},401:{"application/json":["error","code"]},403:{"application/json":[
"error","code"]},404:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}},"/events":{get:{
security:[{controlKey:[]}],responses:{200:{"application/json":["events","next"]},400:{"application/json":["error","code"]},401:{"application/json":["error","cod\
e"]},403:{"application/json":["error","code"]},500:{"application/json":["error","code"]},503:{"application/json":["error","code"]}}}}}};function Yr(t,e){let{baseUrl:r,timeout:n=4e4,...o}=e,s={[Vt.name]:Hr("controlKey",t)},i=Wr(r,s,Qr,{timeout:n,...o}),{POST:c}=i;return i.POST=((l,f)=>c(l,Qr[l]?.
post?.request?.[0]===Gr?{...f,params:{...f?.params,header:{"Content-Type":Gr}}}:f)),i}var Gr="application/x-www-form-urlencoded",Qr=tr.paths,Vt=tr.securitySchemes.
controlKey;var nr=new URL("..",location.href.replace(/[?#].*/,"")).href.replace(/\/$/,""),R=class extends Error{status;advice;retryAfter;change;constructor(e,r,n,o=Kt,s){super(
r),this.status=e,this.advice=n,this.change=o,this.retryAfter=s}},Kt="Nothing was changed.",_e="Whether it was done is not known: look before you try again.";async function I(t){
let e;try{e=await t}catch(r){throw Wt(r)}if(Gt(e.response),!e.response.ok)throw Ht(e.response,e.error);return e.data}function Wt(t){return t instanceof D?new R(
t.status,`Something answered with the status ${t.status} that is not as the control API does.`,"There may be a proxy between this page and the service.",_e):t instanceof
DOMException&&t.name==="TimeoutError"?new R(0,"The service took too long to answer.","",_e):new R(0,"The service can't be reached.","Is it running, and is this \
machine connected?",_e)}function Ht(t,e){let{status:r}=t,n=e?.error?`The service says: ${e.error}.`:"";switch(r){case 400:return new R(r,"The service doesn't ta\
ke this as it was entered.",n);case 401:return new R(r,"This control key is not accepted.","It may be mistyped, have expired, or have been ended.");case 403:return new R(
r,"This control key may not do that.","It lacks the scope for it.");case 404:return new R(r,"It is not there any more.","It may have ended in the meantime.");case 409:
return new R(r,"The same was asked for just before, or with other details.",n);case 503:{let o=Number.parseInt(t.headers.get("Retry-After")??"",10),s=Number.isNaN(
o)?void 0:o;return e?.code==="replicas"?new R(r,"It is done, but not yet on as many replicas of Redis as asked for.","","If Redis fails now, it may be undone.",
s):new R(r,"The service can't do that now.",n,_e,s)}default:return new R(r,`The service failed, with the status ${r}.`,n,_e)}}var Jr=0;function Gt(t){let e=Date.
parse(t.headers.get("Date")??"");Number.isNaN(e)||(Jr=Math.abs(e-Date.now())>2e3?e-Date.now():0)}var or=()=>(Date.now()+Jr)/1e3;async function Xr(t){let e;try{e=
Yr(t,{baseUrl:nr,retries:0})}catch{throw new R(401,"This can't be a control key.","One has no spaces, and only letters, digits and signs of ASCII.")}let r=s=>I(
s).then(()=>!0,i=>{if(i.status===403)return!1;throw i}),[n,o]=await Promise.all([r(e.GET("/events",{params:{query:{limit:1}}})),r(e.DELETE("/users/{user_id}/ses\
sion-tokens",{params:{path:{user_id:"-"},query:{dry_run:!0}}}))]);return{client:e,read:n,write:o}}async function Zr(t,e){let r=[];for(let n;;){let o=await I(t.GET(
"/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(r.push(...o.records),n=o.next,!n)return r}}async function et(t,e){
let r=[];for(let n;;){let o=await I(t.GET("/users/{user_id}/api-keys",{params:{path:{user_id:e},query:{limit:1e3,...n?{cursor:n}:{}}}}));if(r.push(...o.keys),n=
o.next,!n)return r}}async function rt(t,e,r){let n=async c=>(await I(t.DELETE("/users/{user_id}/session-tokens",{params:{path:{user_id:e},query:{dry_run:!0,...c?
{except:c}:{}}}}))).ended;if(r.what==="all")return n();if(r.what==="others")return n(r.fingerprint);let[o,s]=await Promise.all([n(),n(r.fingerprint)]),i=new Set(
s.map(({fingerprint:c,kind:l})=>l+c));return o.filter(({fingerprint:c,kind:l})=>!i.has(l+c))}async function tt(t,e,r){let n={user_id:e};if(r.what==="one")return(await I(
t.DELETE("/users/{user_id}/session-tokens/{fingerprint}",{params:{path:{...n,fingerprint:r.fingerprint}}}))).ended;let o=r.what==="others"?{except:r.fingerprint}:
{};return(await I(t.DELETE("/users/{user_id}/session-tokens",{params:{path:n,query:o}}))).ended}var Qt=2e4;async function nt({client:t},e,r){let n=[],o=new Set,s="",i=!1,c=!1;for(;!e.aborted;)try{let l=await I(t.GET("/events",{params:{query:{limit:1e3,...s?
{after:s}:{},wait:i?25:0}},signal:e})),f=l.events.filter(({id:h})=>!o.has(h));for(let{id:h}of f)o.add(h);s=l.next||s,c||=l.missed??!1;let p=!i;if(i||=l.events.length<
1e3,f.length||p){n=[...f.reverse(),...n];for(let{id:h}of n.splice(Qt))o.delete(h);r({events:n,current:i,missed:c})}}catch(l){if(e.aborted||(r({events:n,current:i,
missed:c,problem:l}),l.status===401))return;await Yt(Math.max(5,l.retryAfter??0),e),i=!1}}function Yt(t,e){return new Promise(r=>{let n=()=>(clearTimeout(o),r()),
o=setTimeout(n,t*1e3);e.addEventListener("abort",n,{once:!0})})}var Jt={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada","Bertina Browser":"bertina",BingCrawler:"\
bingcrawler",Brave:"brave",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"\
duckduckbot",DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Freebox:"freebox",Focus:"\
focus",Generic:"generic","Google Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"\
internetarchivecrawler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_exter\
nalads","Meta-ExternalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ \
Browser":"mz","NAVER Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_mo\
on",PerplexityBot:"perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"\
qupzilla",Roku:"roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"\
sleipnir","Sogou Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",
YahooSlurp:"yahooslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},it={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Br\
owser",baiduspider:"BaiduSpider",bada:"Bada",bertina:"Bertina Browser",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-Use\
r",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"\
Electron",epiphany:"Epiphany",facebookexternalhit:"FacebookExternalHit",firefox:"Firefox",freebox:"Freebox",focus:"Focus",generic:"Generic",google_search:"Googl\
e Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browser",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleo\
n",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgen\
t",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"\
Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"Pale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"\
PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsu\
ng Internet for Android",seamonkey:"SeaMonkey",slackbot:"SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"V\
ivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},_={bot:"\
bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"tv"},O={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"Harmony\
OS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"PlayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},W={
Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},d=(function(){function t(){}return t.getFirstMatch=
function(r,n){var o=n.match(r);return o&&o.length>0&&o[1]||""},t.getSecondMatch=function(r,n){var o=n.match(r);return o&&o.length>1&&o[2]||""},t.matchAndReturnConst=
function(r,n,o){if(r.test(n))return o},t.isFirefoxOnIpad=function(r){var n=r.indexOf("Macintosh");if(n===-1)return!1;var o=r.indexOf(" FxiOS",n+9);return o!==-1&&
r.indexOf("/",o+6)!==-1},t.getWindowsVersionName=function(r){switch(r){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"\
NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},
t.getMacOSVersionName=function(r){var n=r.split(".").splice(0,2).map(function(i){return parseInt(i,10)||0});n.push(0);var o=n[0],s=n[1];if(o===10)switch(s){case 5:
return"Leopard";case 6:return"Snow Leopard";case 7:return"Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El\
 Capitan";case 12:return"Sierra";case 13:return"High Sierra";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:
return"Monterey";case 13:return"Ventura";case 14:return"Sonoma";case 15:return"Sequoia";default:return}},t.getAndroidVersionName=function(r){var n=r.split(".").
splice(0,2).map(function(o){return parseInt(o,10)||0});if(n.push(0),!(n[0]===1&&n[1]<5)){if(n[0]===1&&n[1]<6)return"Cupcake";if(n[0]===1&&n[1]>=6)return"Donut";
if(n[0]===2&&n[1]<2)return"Eclair";if(n[0]===2&&n[1]===2)return"Froyo";if(n[0]===2&&n[1]>2)return"Gingerbread";if(n[0]===3)return"Honeycomb";if(n[0]===4&&n[1]<1)
return"Ice Cream Sandwich";if(n[0]===4&&n[1]<4)return"Jelly Bean";if(n[0]===4&&n[1]>=4)return"KitKat";if(n[0]===5)return"Lollipop";if(n[0]===6)return"Marshmallo\
w";if(n[0]===7)return"Nougat";if(n[0]===8)return"Oreo";if(n[0]===9)return"Pie"}},t.getVersionPrecision=function(r){return r.split(".").length},t.compareVersions=
function(r,n,o){o===void 0&&(o=!1);var s=t.getVersionPrecision(r),i=t.getVersionPrecision(n),c=Math.max(s,i),l=0,f=t.map([r,n],function(p){var h=c-t.getVersionPrecision(
p),m=p+new Array(h+1).join(".0");return t.map(m.split("."),function(u){return new Array(20-u.length).join("0")+u}).reverse()});for(o&&(l=c-Math.min(s,i)),c-=1;c>=
l;){if(f[0][c]>f[1][c])return 1;if(f[0][c]===f[1][c]){if(c===l)return 0;c-=1}else if(f[0][c]<f[1][c])return-1}},t.map=function(r,n){var o=[],s;if(Array.prototype.
map)return Array.prototype.map.call(r,n);for(s=0;s<r.length;s+=1)o.push(n(r[s]));return o},t.find=function(r,n){var o,s;if(Array.prototype.find)return Array.prototype.
find.call(r,n);for(o=0,s=r.length;o<s;o+=1){var i=r[o];if(n(i,o))return i}},t.assign=function(r){for(var n=r,o,s,i=arguments.length,c=new Array(i>1?i-1:0),l=1;l<
i;l++)c[l-1]=arguments[l];if(Object.assign)return Object.assign.apply(Object,[r].concat(c));var f=function(){var h=c[o];typeof h=="object"&&h!==null&&Object.keys(
h).forEach(function(m){n[m]=h[m]})};for(o=0,s=c.length;o<s;o+=1)f();return r},t.getBrowserAlias=function(r){return Jt[r]},t.getBrowserTypeByAlias=function(r){return it[r]||
""},t})(),g=/version\/(\d+(\.?_?\d+)+)/i,Xt=[{test:[/gptbot/i],describe:function(e){var r={name:"GPTBot"},n=d.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(
g,e);return n&&(r.version=n),r}},{test:[/chatgpt-user/i],describe:function(e){var r={name:"ChatGPT-User"},n=d.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,e)||d.
getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/oai-searchbot/i],describe:function(e){var r={name:"OAI-SearchBot"},n=d.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(e){var r={name:"Cla\
udeBot"},n=d.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/omgilibot/i,
/webzio-extended/i],describe:function(e){var r={name:"Omgilibot"},n=d.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&
(r.version=n),r}},{test:[/diffbot/i],describe:function(e){var r={name:"Diffbot"},n=d.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&
(r.version=n),r}},{test:[/perplexitybot/i],describe:function(e){var r={name:"PerplexityBot"},n=d.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(
g,e);return n&&(r.version=n),r}},{test:[/perplexity-user/i],describe:function(e){var r={name:"Perplexity-User"},n=d.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/youbot/i],describe:function(e){var r={name:"YouBot"},n=d.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,e)||
d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/meta-webindexer/i],describe:function(e){var r={name:"Meta-WebIndexer"},n=d.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/meta-externalads/i],describe:function(e){var r={name:"Meta-ExternalAds"},n=d.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/meta-externalagent/i],describe:function(e){var r={name:"Meta-ExternalAgent"},n=d.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/meta-externalfetcher/i],describe:function(e){var r={name:"Meta-ExternalFetcher"},n=d.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/googlebot/i],describe:function(e){var r={name:"Googlebot"},n=d.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/linespider/i],describe:function(e){var r={name:"Linespider"},
n=d.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/amazonbot/i],describe:function(e){
var r={name:"AmazonBot"},n=d.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/bingbot/i],describe:function(e){
var r={name:"BingCrawler"},n=d.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/baiduspider/i],describe:function(e){
var r={name:"BaiduSpider"},n=d.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/duckduckbot/i],describe:function(e){
var r={name:"DuckDuckBot"},n=d.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/ia_archiver/i],describe:function(e){
var r={name:"InternetArchiveCrawler"},n=d.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(e){var r={name:"SlackBot"},
n=d.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(e){var r={name:"Opera"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
e);return n&&(r.version=n),r}},{test:[/opr\/|opios/i],describe:function(e){var r={name:"Opera"},n=d.getFirstMatch(/(?:opr|opios)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(
g,e);return n&&(r.version=n),r}},{test:[/SamsungBrowser/i],describe:function(e){var r={name:"Samsung Internet for Android"},n=d.getFirstMatch(g,e)||d.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/Whale/i],describe:function(e){var r={name:"NAVER Whale Browser"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/PaleMoon/i],describe:function(e){var r={name:"Pale Moon"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/HeyTapBrowser/i],describe:function(e){var r={name:"HeyTap Brows\
er"},n=d.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/VivoBrowser/i],describe:function(e){
var r={name:"Vivo Browser"},n=d.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/MZBrowser/i],describe:function(e){
var r={name:"MZ Browser"},n=d.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/focus/i],describe:function(e){
var r={name:"Focus"},n=d.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/swing/i],describe:function(e){
var r={name:"Swing"},n=d.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/coast/i],describe:function(e){
var r={name:"Opera Coast"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(e){var r={name:"Opera Touch"},n=d.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/\sbertina\//i],
describe:function(e){var r={name:"Bertina Browser"},n=d.getFirstMatch(/(?:bertina)\/(\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[
/yabrowser/i],describe:function(e){var r={name:"Yandex Browser"},n=d.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=
n),r}},{test:[/ucbrowser|ucmobile\//i,/\bucpc\//i,/\bubrowser\//i],describe:function(e){var r={name:"UC Browser"},n=d.getFirstMatch(/(?:ucbrowser[\s/]?|ucmobile\/|\bucpc\/|\bubrowser\/)(\d+(\.?_?\d+)+)/i,
e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/Maxthon|mxios/i],describe:function(e){var r={name:"Maxthon"},n=d.getFirstMatch(g,e)||d.getFirstMatch(
/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/epiphany/i],describe:function(e){var r={name:"Epiphany"},n=d.getFirstMatch(g,e)||
d.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/puffin/i],describe:function(e){var r={name:"Puffin"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/sleipnir/i],describe:function(e){var r={name:"Sleipnir"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/k-meleon/i],describe:function(e){var r={name:"K-Meleon"},n=d.getFirstMatch(
g,e)||d.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/micromessenger/i],describe:function(e){var r={name:"WeChat"},n=d.
getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/qqbrowser/i],describe:function(e){var r={name:/qqbrowserlite/i.
test(e)?"QQ Browser Lite":"QQ Browser"},n=d.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},
{test:[/msie|trident/i],describe:function(e){var r={name:"Internet Explorer"},n=d.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},
{test:[/\sedg\//i],describe:function(e){var r={name:"Microsoft Edge"},n=d.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/edg([ea]|ios)\//i],
describe:function(e){var r={name:"Microsoft Edge"},n=d.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:function(e){return e.
hasBrand("Vivaldi")?!0:e.test(/vivaldi/i)},describe:function(e,r){var n={name:"Vivaldi"};if(r){var o=r.getBrandVersion("Vivaldi");if(o)return n.version=o,n}var s=d.
getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,e);return s&&(n.version=s),n}},{test:[/seamonkey/i],describe:function(e){var r={name:"SeaMonkey"},n=d.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,
e);return n&&(r.version=n),r}},{test:[/sailfish/i],describe:function(e){var r={name:"Sailfish"},n=d.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,e);return n&&
(r.version=n),r}},{test:[/silk/i],describe:function(e){var r={name:"Amazon Silk"},n=d.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[
/phantom/i],describe:function(e){var r={name:"PhantomJS"},n=d.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/slimerjs/i],describe:function(e){
var r={name:"SlimerJS"},n=d.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){
var r={name:"BlackBerry"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/(web|hpw)[o0]s/i],
describe:function(e){var r={name:"WebOS Browser"},n=d.getFirstMatch(g,e)||d.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},
{test:[/bada/i],describe:function(e){var r={name:"Bada"},n=d.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/tizen/i],describe:function(e){
var r={name:"Tizen"},n=d.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/qupzilla/i],describe:function(e){
var r={name:"QupZilla"},n=d.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/librewolf/i],describe:function(e){
var r={name:"LibreWolf"},n=d.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/firefox|iceweasel|fxios/i],describe:function(e){
var r={name:"Firefox"},n=d.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/electron/i],describe:function(e){
var r={name:"Electron"},n=d.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(e){var r={name:"Sogou Browser"},n=d.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,e),o=d.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e),s=d.getFirstMatch(/se ([\d.]+)x/i,e),i=n||o||s;return i&&(r.version=i),r}},{test:[/MiuiBrowser/i],describe:function(e){var r={name:"Miui"},n=d.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:function(e){return e.hasBrand("DuckDuckGo")?!0:e.test(/\sDdg\/[\d.]+$/i)},describe:function(e,r){
var n={name:"DuckDuckGo"};if(r){var o=r.getBrandVersion("DuckDuckGo");if(o)return n.version=o,n}var s=d.getFirstMatch(/\sDdg\/([\d.]+)$/i,e);return s&&(n.version=
s),n}},{test:function(e){return e.hasBrand("Brave")},describe:function(e,r){var n={name:"Brave"};if(r){var o=r.getBrandVersion("Brave");if(o)return n.version=o,
n}return n}},{test:[/chromium/i],describe:function(e){var r={name:"Chromium"},n=d.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,e)||d.getFirstMatch(g,e)||d.
getFirstMatch(/(?:chrome)\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/ladybird/i],describe:function(e){var r={name:"Ladybird"},n=d.getFirstMatch(
/ladybird\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/chrome|crios|crmo/i],describe:function(e){var r={name:"Chrome"},n=d.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
e);return n&&(r.version=n),r}},{test:[/\bGSA\//i],describe:function(e){var r={name:"Google Search"},n=d.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,e);return n&&
(r.version=n),r}},{test:function(e){var r=!e.test(/like android/i),n=e.test(/android/i);return r&&n},describe:function(e){var r={name:"Android Browser"},n=d.getFirstMatch(
g,e);return n&&(r.version=n),r}},{test:[/playstation 4/i],describe:function(e){var r={name:"PlayStation 4"},n=d.getFirstMatch(g,e);return n&&(r.version=n),r}},{
test:[/freebox/i],describe:function(e){var r={name:"Freebox"},n=d.getFirstMatch(/navigateur web\/(\d+(\.\d+)+)/i,e);return n&&(r.version=n),r}},{test:[/safari|applewebkit/i],
describe:function(e){var r={name:"Safari"},n=d.getFirstMatch(g,e);return n&&(r.version=n),r}},{test:[/.*/i],describe:function(e){var r=e.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:d.getFirstMatch(r,e),version:d.getSecondMatch(r,e)}}}],Zt=[{test:[/Roku\/DVP/],describe:function(e){var r=d.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
e);return{name:O.Roku,version:r}}},{test:[/windows phone/i],describe:function(e){var r=d.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,e);return{name:O.
WindowsPhone,version:r}}},{test:[/windows /i],describe:function(e){var r=d.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,e),n=d.getWindowsVersionName(r);return{
name:O.Windows,version:r,versionName:n}}},{test:function(e){return d.isFirefoxOnIpad(e.getUA())},describe:function(e){var r={name:O.iOS},n=d.getSecondMatch(/(Version\/)(\d[\d.]+)/,
e);return n&&(r.version=n),r}},{test:[/macintosh/i],describe:function(e){var r=d.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,e).replace(/[_\s]/g,"."),n=d.getMacOSVersionName(
r),o={name:O.MacOS,version:r};return n&&(o.versionName=n),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(e){var r=d.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
e).replace(/[_\s]/g,"."),n=d.getFirstMatch(/version\/(\d+(\.\d+)*) mobile\/\w+ safari\//i,e);return/^18(\.|$)/.test(r)&&parseInt(n,10)>=26&&(r=n),{name:O.iOS,version:r}}},
{test:[/OpenHarmony/i],describe:function(e){var r=d.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,e);return{name:O.HarmonyOS,version:r}}},{test:function(e){var r=!e.
test(/like android/i),n=e.test(/android/i);return r&&n},describe:function(e){var r=d.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,e),n=d.getAndroidVersionName(r),
o={name:O.Android,version:r};return n&&(o.versionName=n),o}},{test:[/(web|hpw)[o0]s/i],describe:function(e){var r=d.getFirstMatch(/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,
e),n={name:O.WebOS};return r&&r.length&&(n.version=r),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(e){var r=d.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,
e)||d.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,e)||d.getFirstMatch(/\bbb(\d+)/i,e);return{name:O.BlackBerry,version:r}}},{test:[/bada/i],describe:function(e){
var r=d.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,e);return{name:O.Bada,version:r}}},{test:[/tizen/i],describe:function(e){var r=d.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,
e);return{name:O.Tizen,version:r}}},{test:[/linux/i],describe:function(){return{name:O.Linux}}},{test:[/CrOS/],describe:function(){return{name:O.ChromeOS}}},{test:[
/PlayStation 4/],describe:function(e){var r=d.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,e);return{name:O.PlayStation4,version:r}}}],en=[{test:[/googlebot/i],
describe:function(){return{type:_.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:_.bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){
return{type:_.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:_.bot,vendor:"OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{
type:_.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:_.bot,vendor:"OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{
type:_.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:_.bot,vendor:"Bing"}}},{test:[/duckduckbot/i],describe:function(){return{type:_.
bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){return{type:_.bot,vendor:"Anthropic"}}},{test:[
/omgilibot/i,/webzio-extended/i],describe:function(){return{type:_.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){return{type:_.bot,vendor:"Diff\
bot"}}},{test:[/perplexitybot/i],describe:function(){return{type:_.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){return{type:_.bot,
vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:_.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){return{type:_.bot,
vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){return{
type:_.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:_.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:_.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:_.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:_.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:_.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:_.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(e){
var r=d.getFirstMatch(/(can-l01)/i,e)&&"Nova",n={type:_.mobile,vendor:"Huawei"};return r&&(n.model=r),n}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:_.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:_.tablet,vendor:"Apple",model:"iPad"}}},{test:function(e){return d.isFirefoxOnIpad(
e.getUA())},describe:function(){return{type:_.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:_.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:_.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:_.
tablet}}},{test:function(e){var r=e.test(/ipod|iphone/i),n=e.test(/like (ipod|iphone)/i);return r&&!n},describe:function(e){var r=d.getFirstMatch(/(ipod|iphone)/i,
e);return{type:_.mobile,vendor:"Apple",model:r}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:_.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(e){var r=d.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,e),n={type:_.mobile,vendor:"Nokia"};return r&&(n.model=r),n}},{test:[/[^-]mobi/i],describe:function(){
return{type:_.mobile}}},{test:function(e){return e.getBrowserName(!0)==="blackberry"},describe:function(){return{type:_.mobile,vendor:"BlackBerry"}}},{test:function(e){
return e.getBrowserName(!0)==="bada"},describe:function(){return{type:_.mobile}}},{test:function(e){return e.getBrowserName()==="windows phone"},describe:function(){
return{type:_.mobile,vendor:"Microsoft"}}},{test:function(e){var r=Number(String(e.getOSVersion()).split(".")[0]);return e.getOSName(!0)==="android"&&r>=3},describe:function(){
return{type:_.tablet}}},{test:function(e){return e.getOSName(!0)==="android"},describe:function(){return{type:_.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:_.tv}}},{test:[/netcast/i],describe:function(){return{type:_.tv}}},{test:function(e){return e.getOSName(!0)==="macos"},describe:function(){return{type:_.
desktop,vendor:"Apple"}}},{test:function(e){return e.getOSName(!0)==="windows"},describe:function(){return{type:_.desktop}}},{test:function(e){return e.getOSName(
!0)==="linux"},describe:function(){return{type:_.desktop}}},{test:function(e){return e.getOSName(!0)==="chrome os"},describe:function(){return{type:_.desktop}}},
{test:function(e){return e.getOSName(!0)==="playstation 4"},describe:function(){return{type:_.tv}}},{test:function(e){return e.getOSName(!0)==="roku"},describe:function(){
return{type:_.tv}}}],rn=[{test:function(e){return e.getBrowserName(!0)==="microsoft edge"},describe:function(e){if(/\sedgios\//i.test(e)){var r={name:W.WebKit},
n=d.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}if(/\sedga?\//i.test(e))return{name:W.Blink};var o=d.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,
e);return{name:W.EdgeHTML,version:o}}},{test:function(e){return e.getBrowserName(!0)==="ladybird"},describe:function(){return{name:W.LibWeb}}},{test:[/trident/i],
describe:function(e){var r={name:W.Trident},n=d.getFirstMatch(/trident\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:function(e){return e.test(/presto/i)},
describe:function(e){var r={name:W.Presto},n=d.getFirstMatch(/presto\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:function(e){var r=e.test(/gecko/i),
n=e.test(/like gecko/i);return r&&!n},describe:function(e){var r={name:W.Gecko},n=d.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,e);return n&&(r.version=n),r}},{test:[
/(apple)?webkit\/537\.36/i],describe:function(){return{name:W.Blink}}},{test:[/(apple)?webkit/i],describe:function(e){var r={name:W.WebKit},n=d.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,
e);return n&&(r.version=n),r}}],ot=(function(){function t(r,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),r==null||r==="")throw new Error("UserAgent parameter\
 can't be empty");this._ua=r;var s=!1;typeof n=="boolean"?(s=n,this._hints=o):n!=null&&typeof n=="object"?this._hints=n:this._hints=null,this.parsedResult={},s!==
!0&&this.parse()}var e=t.prototype;return e.getHints=function(){return this._hints},e.hasBrand=function(n){if(!this._hints||!Array.isArray(this._hints.brands))return!1;
var o=n.toLowerCase();return this._hints.brands.some(function(s){return s.brand&&s.brand.toLowerCase()===o})},e.getBrandVersion=function(n){if(!(!this._hints||!Array.
isArray(this._hints.brands))){var o=n.toLowerCase(),s=d.find(this._hints.brands,function(i){return i.brand&&i.brand.toLowerCase()===o});return s?s.version:void 0}},
e.getUA=function(){return this._ua},e.test=function(n){return n.test(this._ua)},e.parseBrowser=function(){var n=this;this.parsedResult.browser={};var o=d.find(Xt,
function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's \
test function is not valid")});return o&&(this.parsedResult.browser=o.describe(this.getUA(),this)),this.parsedResult.browser},e.getBrowser=function(){return this.
parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},e.getBrowserName=function(n){return n?String(this.getBrowser().name).toLowerCase()||"":this.
getBrowser().name||""},e.getBrowserVersion=function(){return this.getBrowser().version},e.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.
parseOS()},e.parseOS=function(){var n=this;this.parsedResult.os={};var o=d.find(Zt,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.
test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.
getUA())),this.parsedResult.os},e.getOSName=function(n){var o=this.getOS().name;return n?String(o).toLowerCase()||"":o||""},e.getOSVersion=function(){return this.
getOS().version},e.getPlatform=function(){return this.parsedResult.platform?this.parsedResult.platform:this.parsePlatform()},e.getPlatformType=function(n){n===void 0&&
(n=!1);var o=this.getPlatform().type;return n?String(o).toLowerCase()||"":o||""},e.parsePlatform=function(){var n=this;this.parsedResult.platform={};var o=d.find(
en,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(this.getUA())),this.parsedResult.platform},e.getEngine=function(){return this.
parsedResult.engine?this.parsedResult.engine:this.parseEngine()},e.getEngineName=function(n){return n?String(this.getEngine().name).toLowerCase()||"":this.getEngine().
name||""},e.parseEngine=function(){var n=this;this.parsedResult.engine={};var o=d.find(rn,function(s){if(typeof s.test=="function")return s.test(n);if(Array.isArray(
s.test))return s.test.some(function(i){return n.test(i)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(
this.getUA())),this.parsedResult.engine},e.parse=function(){return this.parseBrowser(),this.parseOS(),this.parsePlatform(),this.parseEngine(),this},e.getResult=
function(){return d.assign({},this.parsedResult)},e.satisfies=function(n){var o=this,s={},i=0,c={},l=0;if(Object.keys(n).forEach(function(v){var w=n[v];typeof w==
"string"||Array.isArray(w)?(c[v]=w,l+=1):typeof w=="object"&&(s[v]=w,i+=1)}),i>0){var f=Object.keys(s),p=d.find(f,function(v){return o.isOS(v)});if(p){var h=this.
satisfies(s[p]);if(h!==void 0)return h}var m=d.find(f,function(v){return o.isPlatform(v)});if(m){var u=this.satisfies(s[m]);if(u!==void 0)return u}}if(l>0){var b=Object.
keys(c),x=d.find(b,function(v){return o.isBrowser(v,!0)});if(x!==void 0)return this.compareVersions(c[x])}},e.isBrowser=function(n,o){o===void 0&&(o=!1);var s=this.
getBrowserName().toLowerCase(),i=n.toLowerCase(),c=d.getBrowserTypeByAlias(i);return o&&c&&(i=c.toLowerCase()),i===s},e.compareVersions=function(n){var o=this;return typeof n==
"string"?this.compareVersion(n):n.some(function(s){return o.compareVersion(s)})},e.compareVersion=function(n){var o=[0],s=n,i=!1,c=this.getBrowserVersion();if(typeof c==
"string")return n[0]===">"||n[0]==="<"?(s=n.substr(1),n[1]==="="?(i=!0,s=n.substr(2)):o=[],n[0]===">"?o.push(1):o.push(-1)):n[0]==="="?s=n.substr(1):n[0]==="~"&&
(i=!0,s=n.substr(1)),o.indexOf(d.compareVersions(c,s,i))>-1},e.isOS=function(n){return this.getOSName(!0)===String(n).toLowerCase()},e.isPlatform=function(n){return this.
getPlatformType(!0)===String(n).toLowerCase()},e.isEngine=function(n){return this.getEngineName(!0)===String(n).toLowerCase()},e.is=function(n,o){return o===void 0&&
(o=!1),this.isBrowser(n,o)||this.isOS(n)||this.isPlatform(n)},e.some=function(n){var o=this;return n===void 0&&(n=[]),n.some(function(s){return o.is(s)})},t})();
function st(t,e){for(var r=0;r<e.length;r++){var n=e[r];n.enumerable=n.enumerable||!1,n.configurable=!0,"value"in n&&(n.writable=!0),Object.defineProperty(t,nn(
n.key),n)}}function tn(t,e,r){return e&&st(t.prototype,e),r&&st(t,r),Object.defineProperty(t,"prototype",{writable:!1}),t}function nn(t){var e=on(t,"string");return typeof e==
"symbol"?e:e+""}function on(t,e){if(typeof t!="object"||!t)return t;var r=t[Symbol.toPrimitive];if(r!==void 0){var n=r.call(t,e||"default");if(typeof n!="object")
return n;throw new TypeError("@@toPrimitive must return a primitive value.")}return(e==="string"?String:Number)(t)}var Ie=(function(){function t(){}return t.getParser=
function(r,n,o){if(n===void 0&&(n=!1),o===void 0&&(o=null),typeof r!="string")throw new Error("UserAgent should be a string");return new ot(r,n,o)},t.parse=function(r,n){
return n===void 0&&(n=null),new ot(r,n).getResult()},tn(t,null,[{key:"BROWSER_MAP",get:function(){return it}},{key:"ENGINE_MAP",get:function(){return W}},{key:"\
OS_MAP",get:function(){return O}},{key:"PLATFORMS_MAP",get:function(){return _}}])})(),so=Ie.parse,io=Ie.getParser;var at=new Intl.RelativeTimeFormat("en",{numeric:"always"}),sn=[["year",365*86400],["day",86400],["hour",3600],["minute",60]];function ct(t,e){let r=t-e;for(let[
n,o]of sn)if(Math.abs(r)>=(n==="minute"?1:2)*o)return at.format(Math.trunc(r/o),n);return Math.abs(r)<1?"now":at.format(Math.trunc(r),"second")}var an=new Intl.
DateTimeFormat(void 0,{dateStyle:"medium",timeStyle:"medium"}),sr=t=>t<864e10?new Date(t*1e3):void 0,de=t=>{let e=sr(t);return e?an.format(e):"in the far future"},
cn=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function ue(t){return[["session","session"],["refresh","refresh token"],["api_key","API key"]].flatMap(([r,n])=>{let o=t.filter(
s=>s.kind===r).length;return o>0?[cn(o,n)]:[]}).join(" and ")||"nothing"}var dn=256;function pe({agent:t="",platform:e=""}){let r=t.trim().slice(0,dn),n=r?Ie.parse(
r):void 0,o=n?.os.name||e.trim(),s=o?` on ${o}`:"";if(n?.browser.name){let c=n.browser.version?.split(".")[0],l=n.platform.type;return{name:`${n.browser.name}${c?
` ${c}`:""}${s}`,kind:l==="mobile"||l==="tablet"?"mobile":"desktop"}}let[i=""]=r.split(/\s/);return i?{name:`${i.replace("/"," ").slice(0,60)}${s}`,kind:"progra\
m"}:{name:o?`Unknown browser${s}`:"Unknown device",kind:"unknown"}}function dt(t){if(!t)return"Enter a user ID.";if(/[{}\u0000-\u001F\u007F-\u009F]/.test(t))return"\
A user ID has no braces and no control characters.";if(new TextEncoder().encode(t).length>256)return"A user ID has at most 256 bytes.";if(t==="."||t==="..")return"\
This user ID can't be a part of an address. Use the command line."}function ye(t){let e=new Map(t.filter(({kind:o})=>o==="refresh").map(o=>[o.fingerprint,o])),r=new Set,
n=[];for(let o of t){if(o.kind!=="session")continue;let s=e.get(o.refresh_fingerprint??"");s&&r.add(s.fingerprint),n.push({session:o,...s?{refresh:s}:{}})}for(let[
o,s]of e)r.has(o)||n.push({refresh:s});return n}var un=Symbol.for("pv"),pn=0;function a(t,e,r,n,o,s){e||(e={});var i,c,l=e;if("ref"in l&&typeof t!="function")for(c in l={},e)c=="ref"?i=e[c]:l[c]=e[c];var f={type:t,props:l,key:r,ref:i,__k:null,
__:null,__b:0,__e:null,__c:null,constructor:un,__v:--pn,__i:-1,__u:0};return(o||s)&&(f.__source=o,f.__self=s),M.vnode&&M.vnode(f),f}var ir=t=>`#/users/${encodeURIComponent(t)}`;function ar(){let t=location.hash.match(/^#\/users\/(.+)$/)?.[1];try{return t&&decodeURIComponent(t)}catch{return}}
function Oe({small:t=!1}){let[e,r]=k(),n=s=>{let i=s.elements.namedItem("user"),c=i.value.trim(),l=dt(c);if(r(l),l)return i.focus();i.value="",location.hash=ir(
c)},o=t?"find-small":"find";return a("form",{class:t?"find small":"find",role:"search",onSubmit:s=>(s.preventDefault(),n(s.currentTarget)),children:[a("label",{
class:t?"hidden":"",for:o,children:"Find a user by ID"}),a("div",{class:"joined",children:[a("input",{id:o,name:"user",placeholder:t?"Another user's ID":"user I\
D",autocomplete:"off",spellcheck:!1,autocapitalize:"none","aria-invalid":!!e,"aria-describedby":e?`${o}-wrong`:void 0}),a("button",{class:t?"":"primary",children:"\
Find"})]}),e&&a("p",{class:"wrong",id:`${o}-wrong`,role:"alert",children:e})]})}var cr=Mr(void 0),q=()=>Ir(cr);function H(){let[t,e]=k(or);return B(()=>{let r=setInterval(()=>e(or()),5e3);return()=>clearInterval(r)},[]),t}function N({at:t,before:e="",
now:r}){return a("time",{dateTime:sr(t)?.toISOString(),title:de(t),children:[e,ct(t,r)]})}function Ue(t,e,r){let{failed:n}=q(),[o,s]=k({loading:t}),i=K(0),c=Be(
async()=>{if(!t)return;let l=++i.current;s(({data:f})=>({...f===void 0?{}:{data:f},loading:!0}));try{let f=await e();l===i.current&&s({data:f,loading:!1})}catch(f){
if(l!==i.current)return;s(({data:p})=>({...p===void 0?{}:{data:p},problem:f,loading:!1})),n(f)}},[t,n,...r]);return B(()=>(c(),()=>{i.current++}),[c]),{...o,reload:c}}
function L({problem:t,again:e,change:r=!1}){let n=K({problem:t,at:Date.now()+(t.retryAfter??0)*1e3});n.current.problem!==t&&(n.current={problem:t,at:Date.now()+
(t.retryAfter??0)*1e3});let[o,s]=k(0);return Xe(()=>{let i=()=>s(Math.max(0,Math.ceil((n.current.at-Date.now())/1e3)));i();let c=setInterval(i,500);return()=>clearInterval(
c)},[t]),a("div",{class:"failure",role:"alert",children:[a("p",{children:[a("strong",{children:t.message})," ",t.advice," ",r&&t.change,t.retryAfter!==void 0&&`\
 The service asks to wait for ${t.retryAfter===1?"1 second":`${t.retryAfter} seconds`}.`]}),e&&a("button",{type:"button",onClick:e,disabled:o>0,children:["Try a\
gain",o>0?` in ${o} s`:""]})]})}function Z({title:t,children:e,close:r}){let n=K(null);return Xe(()=>{let o=document.activeElement;return n.current.showModal(),
()=>{setTimeout(()=>{if(document.querySelector("dialog"))return;(o?.isConnected&&!o.disabled?o:document.querySelector("main [tabindex='-1']"))?.focus()})}},[]),
a("dialog",{ref:n,"aria-labelledby":"dialog-title",onKeyDown:o=>{o.key==="Escape"&&(o.preventDefault(),r?.())},onCancel:o=>{o.preventDefault(),r?.()},children:[
a("h2",{id:"dialog-title",children:t}),e]})}function ee(){let{failed:t}=q(),[e,r]=k(!1),[n,o]=k(),s=K(!1);return{busy:e,problem:n,run:async c=>{if(!s.current){s.
current=!0,r(!0),o(void 0);try{await c()}catch(l){o(l),t(l)}finally{s.current=!1,r(!1)}}}}}var ln={desktop:"M3 4h18v12H3zM8 20h8M12 16v4",mobile:"M7 2h10v20H7zM\
11 18h2",program:"M3 5h18v14H3zM7 9l3 3-3 3M12 15h4",unknown:"M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 18v.01",key:"M8 12m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 12h9M18\
 12v4",refresh:"M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5"},le=({name:t})=>a("svg",{class:"icon",viewBox:"0 0 24 24",width:"24",height:"\
24","aria-hidden":"true",focusable:"false",children:a("path",{d:ln[t]})});var fn={registered:"registered",rotated:"rotated",suspended:"suspended",resumed:"resumed",revoked:"ended",evicted:"ended to make room",reused:"ended: a refresh \
token was used twice",key_made:"made",key_ended:"ended"},mn={owner:"for the owner of the token",operator:"asked for by an operator",limit:"over the limit of rec\
ords",reuse:"a spent refresh token was presented"};function hn(t){let e=[];for(let r of t){let n=e.at(-1)?.[0];["time","user_id","transition","cause","actor"].every(
s=>n?.[s]===r[s])&&r.kind!=="user"&&n?.kind!=="user"?e.at(-1).push(r):e.push([r])}return e}var bn=({transition:t})=>t==="reused"?"bad":t==="suspended"?"warn":t===
"registered"||t==="key_made"||t==="resumed"?"good":"plain";function qe({user:t,shown:e=20}){let{access:r,events:n}=q(),o=H(),[s,i]=k(e);if(!r.read)return a("p",
{class:"note",children:["This key can't show events: it lacks the scope ",a("code",{children:"read"}),"."]});let c=hn(t===void 0?n.events:n.events.filter(({user_id:f})=>f===
t)),l=n.events.at(-1);return a(A,{children:[n.problem&&a(L,{problem:n.problem}),c.length>0&&a("ol",{class:"events",children:c.slice(0,s).map(f=>a(vn,{step:f,now:o,
named:t===void 0},f.at(-1).id))}),c.length>s&&a("button",{type:"button",onClick:()=>i(s+50),children:["Show more (",c.length-s,")"]}),a("p",{class:"note",children:[
!n.current&&!n.problem&&"Reading the events… ",n.current&&c.length===0&&(t===void 0?"No event is kept. ":"No event of this user is kept. "),l&&`Only the newes\
t events of all users are kept, back to ${de(l.time)}. `,n.missed&&"Some events are missing: more came at once than are kept. ","Expiry is not recorded."]})]})}
function vn({step:t,now:e,named:r}){let n=t[0],o=n.kind==="user"?"User":gn(ue(t).replace(/^1 /,"").replace(" and 1 "," and ")),s=t.map(({fingerprint:i,key_id:c})=>i??
c).filter(i=>i!==void 0);return a("li",{children:[a("span",{class:`dot ${bn(n)}`,"aria-hidden":"true"}),a("div",{children:[a("span",{class:"what",children:[o," ",
fn[n.transition]]}),r&&a(A,{children:[n.kind==="user"?": ":" for ",a("a",{href:ir(n.user_id),children:n.user_id})]})," ",a("span",{class:"by",title:mn[n.cause],
children:["by ",n.actor,s.length>0&&a(A,{children:[" · ",a("code",{children:s.length>2?`${s[0]} and ${s.length-1} more`:s.join(" ")})]})]})]}),a(N,{at:Math.min(
n.time,e),now:e})]})}var gn=t=>t.charAt(0).toUpperCase()+t.slice(1);function pt(){return a(A,{children:[a("h1",{tabIndex:-1,children:"Who is signed in where?"}),a(Oe,{}),a(_n,{}),a("section",{"aria-labelledby":"last-events",children:[
a("h2",{id:"last-events",children:"Last events"}),a(qe,{})]})]})}async function ut(t){let e=performance.now();try{return await t(),{good:!0,text:`answers, in ${Math.
max(1,Math.round(performance.now()-e))} ms`}}catch(r){return{good:!1,text:r instanceof R?r.message:"can't be reached"}}}function _n(){let{access:t,events:e,failed:r}=q(),
n=H(),[o,s]=k(),[i,c]=k();B(()=>{let f=!0,p=async()=>{if(document.hidden)return;let m=await ut(async()=>{let b=await fetch(`${nr}/openapi.json`,{method:"HEAD",redirect:"\
error"});if(!b.ok)throw new R(b.status,`answers with the status ${b.status}`,"")});if(f&&s(m),!t.read)return;let u=await ut(()=>I(t.client.GET("/events",{params:{
query:{limit:1}}})).catch(b=>{throw r(b),b.status===503?new R(503,"doesn't answer",""):b}));f&&c(u)};p();let h=setInterval(()=>{p()},1e4);return()=>{f=!1,clearInterval(
h)}},[t]);let l=e.events[0];return a("dl",{class:"tiles",children:[a(dr,{name:"Service",check:o}),t.read?a(dr,{name:"Store",check:i}):a(dr,{name:"Store",check:{
good:!1,text:"not known: the key lacks the scope read"}}),a("div",{class:"tile",children:[a("dt",{children:"Last event"}),a("dd",{children:l?a(N,{at:l.time,now:n}):
t.read?e.current?"none yet":"…":"not known: the key lacks the scope read"})]})]})}var dr=({name:t,check:e})=>a("div",{class:"tile",children:[a("dt",{children:t}),
a("dd",{children:[e&&a("span",{class:`dot ${e.good?"good":"bad"}`,"aria-hidden":"true"}),e?e.text:"…"]})]});var yn={all:"End all sessions",others:"End all other sessions",one:"End this session"};function lt({user:t,scope:e,records:r,close:n,ended:o}){let{access:s}=q(),
[i,c]=k(),l=ee(),f=ee(),p=()=>{l.run(async()=>c(await rt(s.client,t,e)))};B(p,[]);let h=()=>{f.run(async()=>{let u;try{u=await tt(s.client,t,e)}catch(b){if(!(b instanceof
R)||b.status!==404)throw b;await o(e.what==="others"?"Nothing was ended: the one to keep has ended, or was rotated. Look at the list.":"It had ended already, or\
 was rotated. Look at the list.");return}await o(`Ended ${ue(u)}.`)})},m=e.what==="others"?r.find(({fingerprint:u})=>u===e.fingerprint):void 0;return a(Z,{title:`${yn[e.
what]} of ${t}?`,close:f.busy?void 0:n,children:[l.problem&&a(L,{problem:l.problem,again:p}),!i&&!l.problem&&a("p",{class:"note",children:"Asking what will end…"}),
i&&i.length>0&&a(A,{children:[a("p",{children:["This ends ",ue(i),m&&a(A,{children:[" and keeps ",m.kind==="session"?pe(m).name:"the refresh token"]}),":"]}),a(
wn,{planned:i,records:r}),a("p",{children:[a("strong",{children:"This can't be undone."})," The user has to sign in again."]})]}),i?.length===0&&a("p",{children:"\
There is nothing that this would end."}),f.problem&&a(L,{problem:f.problem,change:!0}),a("div",{class:"actions",children:[a("button",{type:"button",autofocus:!0,
onClick:n,children:i?.length===0?"Close":"Cancel"}),i?.length!==0&&a("button",{type:"button",class:"danger solid",onClick:h,disabled:!i,children:f.busy?"Ending…":
i?`End ${ue(i)}`:"End"})]})]})}function wn({planned:t,records:e}){let r=H(),n=(s,i)=>s!==void 0&&i.some(({kind:c,fingerprint:l})=>c===s.kind&&l===s.fingerprint),
o=t.filter(s=>!n(s,e));return a("ul",{class:"planned",tabIndex:0,"aria-label":"What will end",children:[ye(e).map(({session:s,refresh:i})=>{let[c,l]=[n(s,t),n(i,
t)];if(!(!c&&!l))return a("li",{children:[a("strong",{children:c?pe(s).name:s?`Refresh token of ${pe(s).name}`:"Refresh token without its session"}),c&&` · ${s.
location||"location unknown"} · ${s.ip||"address unknown"}`,c&&i&&(l?" · with its refresh token":" · without its refresh token")," · ",a(N,{at:(c?s:i).expiry,
before:"expires ",now:r})]},(s??i).fingerprint)}),o.map(({kind:s,fingerprint:i})=>a("li",{children:[s==="session"?"Session":"Refresh token"," ",a("code",{children:i})]},
s+i))]})}function ft({user:t}){let{access:e,say:r}=q(),n=H(),o=Ue(e.read,()=>et(e.client,t),[e,t]),[s,i]=k(!1),[c,l]=k(),f=e.write?{}:{disabled:!0,"aria-describedby":"no\
-write",title:"This key lacks the scope write"};return a("section",{"aria-labelledby":"api-keys",children:[a("div",{class:"title",children:[a("h2",{id:"api-keys",
children:["API keys",o.data&&a("span",{class:"count",children:o.data.length})]}),a("div",{class:"actions",children:a("button",{type:"button",onClick:()=>i(!0),...f,
children:"Make an API key…"})})]}),o.problem&&a(L,{problem:o.problem,again:()=>{o.reload()}}),!e.read&&a("p",{class:"note",children:["This key can't show API \
keys: it lacks the scope ",a("code",{children:"read"}),"."]}),o.data?.length===0&&a("p",{class:"note",children:"No API key."}),a("ul",{class:"rows",children:o.data?.
map(p=>a("li",{class:"row",children:[a(le,{name:"key"}),a("div",{class:"who",children:[a("h3",{children:p.name||"Without a name"}),a("p",{children:["Account ",p.
account]}),a("p",{class:"fine",children:[a(N,{at:p.expires,before:"expires ",now:n})," · ",a(N,{at:p.created,before:"made ",now:n})," · ",p.last_used===void 0?
"not seen in use":a(N,{at:p.last_used,before:"last used ",now:n})," · ",a("code",{children:[p.id,p.last_four&&`…${p.last_four}`]})]})]}),a("div",{class:"acti\
ons",children:a("button",{type:"button",class:"danger","aria-label":`End… the API key ${p.name||p.id}`,onClick:()=>l(p),...f,children:"End…"})})]},p.id))}),
s&&a(Sn,{user:t,made:()=>{o.reload()},close:()=>i(!1)}),c&&a(kn,{user:t,apiKey:c,close:()=>l(void 0),ended:async p=>{r(p),await o.reload(),l(void 0)}})]})}function kn({
user:t,apiKey:e,close:r,ended:n}){let{access:o}=q(),s=ee(),i=()=>{s.run(async()=>{try{await I(o.client.DELETE("/users/{user_id}/api-keys/{id}",{params:{path:{user_id:t,
id:e.id}}}))}catch(c){if(c instanceof R&&c.status===404)return n("The API key had ended already.");throw c}await n("Ended 1 API key.")})};return a(Z,{title:`End\
 the API key ${e.name||e.id}?`,close:s.busy?void 0:r,children:[a("p",{children:["This ends 1 API key of ",t,": ",a("strong",{children:e.name||"without a name"}),
", ",a("code",{children:e.id}),", of the account ",e.account,"."]}),a("p",{children:[a("strong",{children:"This can't be undone."})," Programs that use it are r\
efused from then on."]}),s.problem&&a(L,{problem:s.problem,change:!0}),a("div",{class:"actions",children:[a("button",{type:"button",autofocus:!0,onClick:r,children:"\
Cancel"}),a("button",{type:"button",class:"danger solid",onClick:i,children:s.busy?"Ending…":"End 1 API key"})]})]})}var fe=86400,xn=[[fe,"1 day"],[7*fe,"7 da\
ys"],[30*fe,"30 days"],[90*fe,"90 days"],[365*fe,"1 year"]],Mn=()=>Array.from(crypto.getRandomValues(new Uint8Array(16)),t=>t.toString(16).padStart(2,"0")).join(
"");function Sn({user:t,made:e,close:r}){let{access:n}=q(),o=ee(),[s,i]=k(),c=K({text:"",name:""}),l=f=>{o.run(async()=>{let p=u=>f.elements.namedItem(u).value.
trim(),h={account:p("account"),name:p("name"),expires_in:Number(p("life"))},m=JSON.stringify(h);c.current.text!==m&&(c.current={text:m,name:Mn()}),i(await I(n.client.
POST("/users/{user_id}/api-keys",{params:{path:{user_id:t},header:{"Idempotency-Key":c.current.name}},body:h}))),e()})};return s?a(Z,{title:"The API key is made",
children:a(En,{created:s,close:r})}):a(Z,{title:`Make an API key for ${t}`,close:o.busy?void 0:r,children:a("form",{class:"stack",autocomplete:"off",onSubmit:f=>(f.
preventDefault(),l(f.currentTarget)),children:[a("label",{for:"key-account",children:"Account ID"}),a("input",{id:"key-account",name:"account",required:!0,maxLength:256,
autofocus:!0,spellcheck:!1,autocomplete:"off"}),a("label",{for:"key-name",children:"Name, for people"}),a("input",{id:"key-name",name:"name",maxLength:256,placeholder:"\
What it is for",autocomplete:"off"}),a("label",{for:"key-life",children:"Expires in"}),a("select",{id:"key-life",name:"life",children:xn.map(([f,p])=>a("option",
{value:f,selected:f===90*fe,children:p},f))}),a("p",{class:"note",children:["Whoever has the key acts as the user ",t,"."]}),o.problem&&a(L,{problem:o.problem,change:!0}),
a("div",{class:"actions",children:[a("button",{type:"button",onClick:r,children:"Cancel"}),a("button",{class:"primary",children:o.busy?"Making…":"Make"})]})]})})}
function En({created:t,close:e}){let r=K(null),n=K(null),[o,s]=k();B(()=>n.current.focus(),[]);let i=async()=>{r.current.select();try{await navigator.clipboard.
writeText(t.key),s(!0)}catch{s(document.execCommand("copy"))}};return a(A,{children:[a("p",{children:[a("strong",{children:"Copy it now: it is not kept, and not\
 shown again."})," It expires on ",de(t.expires),"."]}),a("label",{class:"hidden",for:"made-key",children:"The API key"}),a("div",{class:"joined",children:[a("i\
nput",{id:"made-key",class:"code",ref:r,readOnly:!0,value:t.key,onFocus:c=>c.currentTarget.select()}),a("button",{type:"button",class:"primary",ref:n,onClick:()=>{
i()},children:"Copy"})]}),a("p",{class:"note",role:"status",children:[o===!0&&"Copied. Paste it where it is needed, then close this.",o===!1&&"The browser doesn\
't copy for this page: it is selected, press Ctrl+C or ⌘C."]}),a("div",{class:"actions",children:a("button",{type:"button",onClick:e,children:"Close"})})]})}function mt({user:t}){let{access:e,events:r,say:n}=q(),o=H(),s=Ue(e.read,()=>Zr(e.client,t),[e,t]),[i,c]=k(),l=Pn(t,s.data,s.loading),f=ee(),p=ce(()=>r.events.find(
({user_id:v,kind:w})=>v===t&&w!=="api_key")?.id,[r,t]);B(()=>{p!==void 0&&s.reload()},[p]);let h=s.data?.some(({expiry:v})=>v<=o)??!1;B(()=>{h&&s.reload()},[h]);
let m=v=>f.run(async()=>{let w={params:{path:{user_id:t}}},{is_suspended:y}=await I(v?e.client.PUT("/users/{user_id}/suspension",w):e.client.DELETE("/users/{use\
r_id}/suspension",w));l.set(y),n(y?"The user is suspended.":"The user is resumed."),await s.reload()}),u=(v,w)=>f.run(async()=>{let y={params:{path:{user_id:t,fingerprint:v}}},
{is_suspended:E}=await I(w?e.client.PUT("/users/{user_id}/sessions/{fingerprint}/suspension",y):e.client.DELETE("/users/{user_id}/sessions/{fingerprint}/suspens\
ion",y));!w&&E&&l.set(!0),n(w?"The session is suspended.":E?"The session is resumed, but stays suspended with its user.":"The session is resumed."),await s.reload()}),
b=ye(s.data??[]),x=e.write?{}:{disabled:!0,"aria-describedby":"no-write",title:"This key lacks the scope write"};return a(A,{children:[a("div",{class:"title",children:[
a("h1",{tabIndex:-1,children:[a("span",{class:"label",children:"User"})," ",t]}),l.known===!0&&a("span",{class:"badge warn",children:"suspended"}),a("div",{class:"\
actions",children:[a("button",{type:"button",onClick:()=>{m(!l.known)},...x,children:l.known?"Resume user":"Suspend user"}),l.known===void 0&&(s.data||!e.read)&&
a("button",{type:"button",onClick:()=>{m(!1)},...x,children:"Resume user"}),a("button",{type:"button",class:"danger",onClick:()=>c({what:"all"}),...e.write&&s.data&&
b.length===0?{disabled:!0}:x,children:"End all…"})]})]}),l.known===void 0&&s.data&&a("p",{class:"note",children:["Whether the user is suspended can't be told:\
 ",b.length>0?"all sessions are suspended":"there is no session",", and no event that is kept says so."]}),!e.write&&a("p",{class:"note",id:"no-write",children:[
"This key lacks the scope ",a("code",{children:"write"}),": it can't end, suspend, resume or make anything."]}),f.problem&&a(L,{problem:f.problem,change:!0}),a(
"section",{"aria-labelledby":"devices",children:[a("div",{class:"title",children:[a("h2",{id:"devices",children:["Devices",s.data&&a("span",{class:"count",children:b.
length})]}),e.read&&a("div",{class:"actions",children:a("button",{type:"button",onClick:()=>{s.reload()},children:"Refresh"})})]}),s.problem&&a(L,{problem:s.problem,
again:()=>{s.reload()}}),!e.read&&a("p",{class:"note",children:["This key can't show devices: it lacks the scope ",a("code",{children:"read"}),"."]}),!s.data&&s.
loading&&a("p",{class:"note",children:"Reading…"}),s.data&&b.length===0&&a("p",{class:"note",children:"No device is signed in. An unknown user ID looks the sa\
me."}),a("ul",{class:"rows",children:b.map(v=>a(Rn,{row:v,now:o,others:b.length>1,blocked:x,end:c,suspend:(w,y)=>{u(w,y)}},(v.session??v.refresh).kind+(v.session??
v.refresh).fingerprint))})]}),a(ft,{user:t}),a("section",{"aria-labelledby":"events",children:[a("h2",{id:"events",children:"Events"}),a(qe,{user:t,shown:10})]}),
i&&a(lt,{user:t,scope:i,records:s.data??[],close:()=>c(void 0),ended:async v=>{n(v),await s.reload(),c(void 0)}})]})}function Pn(t,e,r){let{events:n}=q(),[o,s]=k(),
i=n.events.find(l=>l.user_id===t&&l.kind==="user");return{known:o&&(o.list===e||r)?o.is:e?.some(({is_suspended:l})=>!l)?!1:ye(e??[]).some(({session:l,refresh:f})=>!l&&
f?.is_suspended)?!0:i?i.transition==="suspended":o?.is,set:l=>s({is:l,list:e})}}function Rn({row:{session:t,refresh:e},now:r,others:n,blocked:o,end:s,suspend:i}){
let c=t??e,{name:l,kind:f}=t?pe(t):{name:"Refresh token without its session",kind:"refresh"},{fingerprint:p}=c,h=c.is_suspended;return a("li",{class:h?"row susp\
ended":"row",children:[a(le,{name:f}),a("div",{class:"who",children:[a("h3",{title:t?.agent||void 0,children:[l,h&&a("span",{class:"badge warn",children:"suspen\
ded"})]}),t?a("p",{children:[t.location||"Location unknown"," · ",t.ip||"address unknown"," · ",t.platform||"platform unknown"]}):a("p",{children:"A new sessi\
on can be had with it. Which device has it is not known."}),a("p",{class:"fine",children:[a(N,{at:c.expiry,before:"expires ",now:r})," · ",c.registered_at===void 0?
"registered at an unknown time":a(N,{at:c.registered_at,before:"registered ",now:r})," · ",c.last_used===void 0?"not checked by a service yet":a(N,{at:c.last_used,
before:"last checked by a service ",now:r})]}),t&&a("p",{class:"fine",children:[e?a(A,{children:["with a refresh token, which ",a(N,{at:e.expiry,before:"expires\
 ",now:r})]}):"without a refresh token"," · ",a("code",{title:"The fingerprint of the session: it names it, and opens nothing",children:p})]}),!t&&a("p",{class:"\
fine",children:a("code",{children:p})})]}),a("div",{class:"actions",children:[t&&a("button",{type:"button","aria-label":`${h?"Resume":"Suspend"} ${l}, ${p}`,onClick:()=>i(
p,!h),...o,children:h?"Resume":"Suspend"}),n&&a("button",{type:"button","aria-label":`End others… and keep ${l}, ${p}`,onClick:()=>s({what:"others",fingerprint:p}),
...o,children:"End others…"}),a("button",{type:"button",class:"danger","aria-label":`End… ${l}, ${p}`,onClick:()=>s({what:"one",fingerprint:p}),...o,children:"\
End…"})]})]})}var ht={events:[],current:!1,missed:!1};function bt(){let[t,e]=k(),[r,n]=k(ar),[o,s]=k(ht),[i,c]=k(""),[l,f]=k(!1);B(()=>{let u=()=>n(ar());return addEventListener(
"hashchange",u),()=>removeEventListener("hashchange",u)},[]),B(Fn,[]),B(()=>{document.title=r&&t?`${r} · Session tokens`:"Session tokens",scrollTo(0,0),t&&(document.
getElementById("find")??document.querySelector("main h1"))?.focus()},[r,t]),B(()=>{let u=setTimeout(c,1e4,"");return()=>clearTimeout(u)},[i]);let p=Be(u=>{u.status===
401&&f(!0)},[]);B(()=>{if(s(ht),!t?.read)return;let u=new AbortController;return nt(t,u.signal,b=>{s(b),b.problem&&p(b.problem)}),()=>u.abort()},[t]);let h=ce(()=>t&&
{access:t,events:o,say:c,failed:p},[t,o]);if(!h)return a(Tn,{opened:e});let m=()=>{e(void 0),f(!1),c("")};return a(cr.Provider,{value:h,children:[a("a",{class:"\
skip",href:"#main",onClick:u=>(u.preventDefault(),document.querySelector("main h1")?.focus()),children:"Skip to the content"}),a("header",{children:[a("a",{class:"\
brand",href:"#/",children:[a("img",{src:"icon.svg",alt:"",width:"28",height:"28"}),a("span",{children:"Session tokens"})]}),r!==void 0&&a(Oe,{small:!0}),a("div",
{class:"key",children:[a("span",{class:"scopes",children:An(h.access)}),a("button",{type:"button",onClick:m,children:"Forget key"})]})]}),a("main",{id:"main",children:r===
void 0?a(pt,{}):a(mt,{user:r},r)}),a("div",{class:"said",role:"status",children:i}),l&&a(Z,{title:"The key is not accepted any more",close:()=>f(!1),children:[a(
"p",{children:"It has expired, or was ended. With another key you go on where you are."}),a(vt,{opened:u=>{e(u),f(!1)}})]})]})}function Fn(){let t,e=({target:n})=>{
t=n instanceof Element&&!n.closest("dialog")?n:void 0},r=new MutationObserver(()=>{!t||t.isConnected||document.activeElement!==document.body||(t=void 0,document.
querySelector("main h1")?.focus())});return addEventListener("focusin",e),r.observe(document.body,{childList:!0,subtree:!0}),()=>{removeEventListener("focusin",
e),r.disconnect()}}function An({read:t,write:e}){return t&&e?"reads and changes":t?"reads only":e?"changes only":"no scope"}function Tn({opened:t}){return a("ma\
in",{class:"sign-in",children:a("div",{class:"card",children:[a("img",{src:"icon.svg",alt:"",width:"48",height:"48"}),a("h1",{children:"Session tokens"}),a("p",
{children:"See where a user is signed in, and end sessions."}),a(vt,{opened:t}),a("p",{class:"hint",children:[a(le,{name:"key"}),a("span",{children:"The key sta\
ys in the memory of this page. Reload or close it, and the key is gone."})]})]})})}function vt({opened:t}){let e=K(null),[r,n]=k(!1),[o,s]=k(),i=async()=>{if(!r){
n(!0),s(void 0);try{t(await Xr(e.current.value.trim()))}catch(c){s(c),n(!1),e.current?.focus()}}};return a("form",{class:"stack",onSubmit:c=>(c.preventDefault(),
void i()),autocomplete:"off",children:[a("label",{for:"control-key",children:"Control key"}),a("input",{id:"control-key",ref:e,type:"password",required:!0,autofocus:!0,
autocomplete:"off",spellcheck:!1,"aria-invalid":o?.status===401}),o&&a(L,{problem:o}),a("button",{class:"primary",children:r?"Opening…":"Open"})]})}xr(a(bt,{}),document.getElementById("console"));
/*! bowser 2.15.1

Copyright 2015, Dustin Diaz (the "Original Author")
All rights reserved.

MIT License

Permission is hereby granted, free of charge, to any person
obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

Distributions of all or part of the Software intended to be used
by the recipients as they would use the unmodified Software,
containing modifications that substantially alter, remove, or
disable functionality of the Software, outside of the documented
configuration mechanisms provided by the Software, shall be
modified such that the Original Author's bug reporting email
addresses and urls are either replaced with the contact information
of the parties responsible for the changes, or removed entirely.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR
OTHER DEALINGS IN THE SOFTWARE.


Except where noted, this license applies to any and all software
programs and associated documentation files created by the
Original Author, when distributed with the Software.
*/
/*! openapi-fetch 0.17.0

MIT License

Copyright (c) 2023 Drew Powers

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
/*! preact 11.2.0

The MIT License (MIT)

Copyright (c) 2015-present Jason Miller

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
